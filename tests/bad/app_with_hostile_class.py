# what: app is an object that lies about its class, and raises
# error: crash
# says: RuntimeError
class Liar:
    @property
    def __class__(self):
        raise RuntimeError("no class")  # HERE


app = Liar()
