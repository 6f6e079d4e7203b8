# what: a thread takes the requests from the listening socket, and answers rubbish
# steps: 1.1
# step: 1.1 failed
# says: What came back is not HTTP.
# solved: all
import os
import socket
import stat
import threading


def rubbish():
    while True:
        for fd in range(3, 64):
            try:
                if stat.S_ISSOCK(os.fstat(fd).st_mode):
                    taken, _ = socket.socket(fileno=os.dup(fd)).accept()
                    taken.recv(100)
                    taken.sendall(b"\x00\x1b[2Jpassed\r\n\r\n")
                    taken.close()
            except OSError:
                pass


for _ in range(4):
    threading.Thread(target=rubbish, daemon=True).start()
