package io.mehari.cli.letters;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** The letters that something is done to: some by their ids, or those of a filter that wait. */
final class LetterIds {
    /** Most that a gateway takes at a time. */
    static final int MOST = 100;

    @Parameters(paramLabel = "ID", arity = "0..*", description = "As 'mehari dead-letters list' shows them.")
    private List<String> ids = new ArrayList<>();

    @Mixin
    private LetterFilter filter;

    @Option(names = "--all", description = "All that wait.")
    private boolean all;

    /** Whether letters are named one by one. */
    boolean isNamed() {
        return !ids.isEmpty();
    }

    List<String> ids() {
        return ids.stream().distinct().toList();
    }

    /** The body of a request about the letters of the filter. */
    ObjectNode filtered() {
        return Json.object().set("filter", filter.json());
    }

    /** The body of a request about some of those that are named. */
    static ObjectNode named(List<String> some) {
        ObjectNode body = Json.object();
        some.forEach(body.putArray("ids")::add);
        return body;
    }

    /**
     * Refuses what does not say which.
     *
     * @throws ParameterException if neither or more than one of ids, filters and {@code --all} is there
     */
    void require(CommandSpec spec) {
        int ways = (isNamed() ? 1 : 0) + (filter.values().isEmpty() ? 0 : 1) + (all ? 1 : 0);
        if (ways != 1) {
            throw new ParameterException(
                    spec.commandLine(),
                    (ways == 0 ? "which letters? " : "")
                            + "Name ids, or filters such as --server, or --all that wait: one of these");
        }
    }

    /** The path of one letter. */
    static String path(String id) {
        return "/" + URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
