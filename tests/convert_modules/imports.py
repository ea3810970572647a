assert "while" in m.words
