# project: fastnumbers
# version: 5.2.0
# python: 3.13
# rule: CALL003
# place: src/cpp/implementation.cpp:65
# output: SystemError
# what: The -1 of a container that raises is taken for "contains it".
# cure: Test the result of `PySequence_Contains` for -1.
import fastnumbers


class Types(tuple):
    def __contains__(self, cls):
        raise ValueError


try:
    fastnumbers.query_type("1", allowed_types=Types((int,)))
    print("no error")
except (SystemError, ValueError) as error:
    print(type(error).__name__)
