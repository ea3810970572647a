# project: python-rapidjson
# version: 1.25
# python: 3.13
# rule: REF003
# place: rapidjson.cpp:2560
# env: PYTHONMALLOC=debug
# ends: SIGSEGV
# output: a dict with a key that is no string
# what: Keys and values are borrowed from the dict while a key is made a string. Its `__str__` empties the
#   dict, and the value is used after it was freed.
# cure: Hold references to the key and the value within the loop.
import rapidjson


class Key:
    def __str__(self):
        data.clear()
        return "key"


data = {Key(): [[]]}
print("a dict with a key that is no string", flush=True)
rapidjson.dumps(data, mapping_mode=rapidjson.MM_COERCE_KEYS_TO_STRINGS)
