package io.mehari.endpoint.openapi;

import io.mehari.catalog.Tool;
import java.util.List;

/**
 * A tool and where a document has it.
 *
 * @param tool the tool
 * @param path segments of its path behind the address of the document, not encoded
 */
public record PathTool(Tool tool, List<String> path) {
    /** Keeps a copy. */
    public PathTool {
        path = List.copyOf(path);
    }

    /**
     * A tool at the path of its own name.
     *
     * @param tool the tool
     * @return at {@code /{tool}}
     */
    public static PathTool byName(Tool tool) {
        return new PathTool(tool, List.of(tool.name()));
    }

    /** The segments in one text, as FastAPI takes them for names. */
    String joined() {
        return String.join("/", path);
    }
}
