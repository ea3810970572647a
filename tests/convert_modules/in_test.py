assert type(m.Point()).__name__ == "Point"
