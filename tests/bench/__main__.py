"""Everything that `make bench` measures."""

from tests.bench import brief, digest, dispatch, hearing, speed

if __name__ == "__main__":
    hearing.main()
    brief.main()
    digest.main()
    speed.main()
    dispatch.main()
