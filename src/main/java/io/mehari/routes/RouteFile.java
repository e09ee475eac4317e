package io.mehari.routes;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A route file as it was read. Two are equal if name and content are, wherever they come from.
 *
 * @param name folder and file name, for example {@code pipeline/tool-call.camel.yaml}
 * @param content its bytes; read-only
 * @param shipped whether it is the gateway's own, from the jar
 */
public record RouteFile(String name, byte[] content, boolean shipped) {
    /** How the name of a file in Camel's XML DSL ends. */
    static final String XML = ".camel.xml";

    /**
     * A file of the folder of route files.
     *
     * @param name folder and file name
     * @param content its bytes; read-only
     */
    public RouteFile(String name, byte[] content) {
        this(name, content, false);
    }

    /**
     * The content as Camel should read it: texts under {@code parameters} arrive in components character by character.
     *
     * @return the same lines; XML as it is
     * @throws InvalidRoutesException if it is not YAML in UTF-8, or has a key twice in one place
     */
    public byte[] prepared() {
        return name.endsWith(XML) ? content : RouteYaml.prepared(this);
    }

    /** Whether there is nothing in it, comments apart: under the name of a shipped file that switches the file off. */
    boolean isEmpty() {
        return new String(content, StandardCharsets.UTF_8)
                .lines()
                .map(String::strip)
                .allMatch(line -> line.isEmpty() || line.startsWith("#") || line.equals("---"));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RouteFile file && name.equals(file.name) && Arrays.equals(content, file.content);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }
}
