package io.mehari.routes;

import java.util.Arrays;

/**
 * A route file as it was read.
 *
 * @param name folder and file name, for example {@code pipeline/tool-call.camel.yaml}
 * @param content its bytes; read-only
 */
public record RouteFile(String name, byte[] content) {
    /**
     * The content as Camel should read it: texts under {@code parameters} arrive in components character by character.
     *
     * @return the same lines
     * @throws InvalidRoutesException if it is not YAML in UTF-8, or has a key twice in one place
     */
    public byte[] prepared() {
        return RouteYaml.prepared(this);
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
