package io.mehari.history;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** A version as it is written. */
final class VersionJson {
    private VersionJson() {}

    static byte[] write(KeptVersion version) {
        ObjectNode json = Json.object()
                .put("version", version.number())
                .put("at", version.at().toString())
                .put("accepted", version.accepted())
                .put("digest", version.digest())
                .put("home", version.home());
        json.putObject("author")
                .put("kind", version.author().kind())
                .put("name", version.author().name())
                .put("comment", version.author().comment());
        version.problems().forEach(json.putArray("problems")::add);
        json.putObject("effective")
                .put("generation", version.effective().generation())
                .put("wanted", version.effective().wanted())
                .put("running", version.effective().running());
        ObjectNode files = json.putObject("files");
        version.files().forEach(files::put);
        return Json.bytes(json);
    }

    /** @throws IOException if it is no version */
    static KeptVersion read(byte[] content) throws IOException {
        JsonNode json = Json.read(content);
        List<String> problems = new ArrayList<>();
        json.path("problems").forEach(problem -> problems.add(problem.asText()));
        SortedMap<String, String> files = new TreeMap<>();
        json.path("files")
                .properties()
                .forEach(file -> files.put(file.getKey(), file.getValue().asText()));
        try {
            return new KeptVersion(
                    json.path("version").asInt(),
                    Instant.parse(json.path("at").asText()),
                    new Author(
                            json.at("/author/kind").asText(),
                            json.at("/author/name").asText(),
                            json.at("/author/comment").asText()),
                    json.path("accepted").asBoolean(),
                    problems,
                    json.path("digest").asText(),
                    files,
                    new Effective(
                            json.at("/effective/generation").asInt(),
                            json.at("/effective/wanted").asText(),
                            json.at("/effective/running").asText()),
                    json.path("home").asText());
        } catch (DateTimeException e) {
            throw new IOException("no version: " + e.getMessage(), e);
        }
    }
}
