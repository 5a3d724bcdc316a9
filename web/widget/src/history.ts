// What was said before, page by page, from the server.
import { readPage, readProblem, type Page, type Problem } from "./protocol.ts";

const PAGE = 30; // messages
const PATIENCE = 15_000; // milliseconds

export class HistoryFailed extends Error {
  readonly problem: Problem;

  constructor(problem: Problem, cause?: unknown) {
    super(`folio-chat: the history answered ${problem.status || "nothing"}`, { cause });
    this.problem = problem;
  }
}

/** The last messages before `before`, or the last of all. Throws HistoryFailed. */
export async function fetchHistory(server: string, token: string, before: number | null): Promise<Page> {
  const query = new URLSearchParams({ limit: String(PAGE), ...(before === null ? {} : { before: String(before) }) });
  let response: Response;
  let answer: unknown;
  try {
    response = await fetch(`${server}/webhooks/folio/history?${query}`, {
      headers: { Authorization: `Bearer ${token}`, Accept: "application/json" },
      cache: "no-store",
      signal: AbortSignal.timeout(PATIENCE),
    });
    answer = await response.json();
  } catch (error) {
    throw new HistoryFailed(readProblem({ status: 0 }), error);
  }
  if (!response.ok) throw new HistoryFailed({ ...readProblem(answer), status: response.status });
  return readPage(answer);
}
