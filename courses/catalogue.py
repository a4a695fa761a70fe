def doors(request, page):
    return {}
