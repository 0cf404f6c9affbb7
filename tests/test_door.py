import crosswire


def test_the_door_is_sorted_and_every_name_is_there():
    assert crosswire.__all__ == sorted(crosswire.__all__)
    assert all(hasattr(crosswire, name) for name in crosswire.__all__)
