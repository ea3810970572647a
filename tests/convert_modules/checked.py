assert m.__name__ == "checked"
