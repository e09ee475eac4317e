package io.mehari.failure.memory;

/** Texts that every database takes: without NUL and without halves of surrogate pairs. Stateless. */
final class Storable {
    private Storable() {}

    static String of(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints()
                .map(point -> point == 0 || point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE
                        ? 0xFFFD
                        : point)
                .forEach(clean::appendCodePoint);
        return clean.toString();
    }
}
