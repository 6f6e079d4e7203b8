# what: an object whose class answers nothing it is asked, and a name that is none
# error: crash
# says: AttributeError
# next: check the name and the type
class Never(BaseException): ...


class Meta(type):
    def __getattribute__(cls, name):
        raise Never

    def mro(cls):
        return type.mro(cls)


class Silent(metaclass=Meta):
    def __getattribute__(self, name):
        raise Never


raise AttributeError("gone", name=["x"] * 3, obj=Silent())  # HERE
