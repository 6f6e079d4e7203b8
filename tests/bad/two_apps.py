# what: a second app below everything, which has nothing of the first
# solved: all
# steps: 1.3
# step: 1.3 failed
# says: Your file makes two apps
# next: keep the first
app = FastAPI()  # HERE
