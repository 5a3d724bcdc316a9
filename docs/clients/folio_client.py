"""Talk to Folio's channel from Python, over REST and over socket.io: pip install requests python-socketio.

python docs/clients/folio_client.py http://localhost:5005 "$(python -m scripts.token C-1002)" "what do I own?"
"""

import sys
import threading
import uuid

import requests
import socketio

server, token, words = sys.argv[1:4]
bearer = {"Authorization": f"Bearer {token}"}

# REST: one request, one answer. The same id again gives the same answer: after a broken connection, just send it again.
body = {"id": uuid.uuid4().hex, "message": words}
answer = requests.post(f"{server}/webhooks/folio/messages", json=body, headers=bearer, timeout=60)
print(answer.status_code, answer.json())

# socket.io: a message is acknowledged at once; its replies come as events that bear its id, `last` on the last one.
# Other clients take websockets; python-engineio's need an aiohttp that Rasa doesn't admit, hence polling.
client, done = socketio.Client(), threading.Event()
client.on("reply", lambda reply: (print(reply), done.set() if reply.get("last") else None))
client.on("expired", lambda *_: print("the token has expired: emit 'renew' with {'token': ...} to go on"))
client.connect(server, auth={"token": token}, transports=["polling"])
print(client.call("message", {"id": uuid.uuid4().hex, "message": words}))
done.wait(60)
client.disconnect()

history = requests.get(f"{server}/webhooks/folio/history", params={"limit": 4}, headers=bearer, timeout=60)
print([message.get("text") for message in history.json()["messages"]])
