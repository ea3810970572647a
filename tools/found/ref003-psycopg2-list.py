# project: psycopg2-binary
# version: 2.9.13
# python: 3.13
# rule: REF003
# place: psycopg/adapter_list.c:79
# env: PYTHONMALLOC=debug
# ends: SIGSEGV
# output: a list is quoted
# what: The items of an adapted list are borrowed while they are quoted. An item empties the list in
#   `__conform__`, and is used after it was freed.
# cure: Hold a reference to the item while it is quoted.
from psycopg2.extensions import ISQLQuote, adapt


class Item:
    def __conform__(self, protocol):
        items.clear()
        return None


items = [Item(), Item()]
print("a list is quoted", flush=True)
adapt(items).getquoted()
