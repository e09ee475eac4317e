package io.mehari.routes.check;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Files that are no YAML: what they name may be in them, so it is not said to be missing. */
final class Unread {
    private final List<String> texts;

    Unread(List<SourceFile> files) {
        this.texts = files.stream()
                .map(file -> new String(file.content(), StandardCharsets.UTF_8))
                .toList();
    }

    boolean mentions(String name) {
        return texts.stream().anyMatch(text -> text.contains(name));
    }
}
