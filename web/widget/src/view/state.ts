// What is said about the connection: shortly in the header, and with what to do below the conversation.
import type { Chat } from "../chat.ts";
import type { Texts } from "../texts.ts";

export function stateLine(chat: Chat, texts: Texts): { text: string; online: boolean } {
  const online = chat.phase === "chatting" && chat.linkState === "online";
  if (online) return { text: texts.online, online };
  if (chat.phase === "nobody" || chat.linkState === "refused") return { text: texts.notConnected, online };
  return { text: chat.linkState === "offline" ? texts.reconnecting : texts.connecting, online };
}

export function stateNotice(chat: Chat, texts: Texts): string | null {
  if (chat.phase === "unreachable") return texts.unreachable;
  if (chat.phase !== "chatting") return null;
  const { linkState } = chat;
  return linkState === "offline" || linkState === "notReady" || linkState === "refused" ? texts[linkState] : null;
}
