"""Everything that `make bench` measures."""

from tests.bench import dispatch, hearing, speed

if __name__ == "__main__":
    hearing.main()
    speed.main()
    dispatch.main()
