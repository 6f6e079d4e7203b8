# region 4.3
def get_active_user(user: accounts.User = Depends(get_current_user)):
    if not user.is_active:
        raise HTTPException(403, "Your account is switched off.")
    return user


def get_admin(user: accounts.User = Depends(get_active_user)):
    if user.is_admin:
        return user
    raise HTTPException(403, "Admins only.")


def get_quota(user: accounts.User = Depends(get_current_user)):
    return accounts.quota_of(user)


@app.get("/dashboard")
def dashboard(user=Depends(get_active_user), quota=Depends(get_quota)):
    return {"name": user.name, "quota": quota}


@app.get("/admin")
def admin(user=Depends(get_admin)):
    return {"admin": user.name}
# endregion
