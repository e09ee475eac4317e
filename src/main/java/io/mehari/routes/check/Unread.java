package io.mehari.routes.check;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** Files that are no YAML, or no route files: what they name may be in them, so it is not said to be missing. */
final class Unread {
    private final List<String> texts;

    Unread(List<SourceFile> files, List<String> others) {
        this.texts = Stream.concat(
                        files.stream().map(file -> new String(file.content(), StandardCharsets.UTF_8)), others.stream())
                .toList();
    }

    boolean mentions(String name) {
        return texts.stream().anyMatch(text -> text.contains(name));
    }
}
