package io.mehari.routes.check;

/**
 * A file to be checked.
 *
 * @param name folder and file name, for example {@code pipeline/tool-call.camel.yaml}
 * @param content its bytes; read-only
 * @param fixed whether its routes exist once, with listeners, instead of once per generation
 */
public record SourceFile(String name, byte[] content, boolean fixed) {
    private static final String KAMELET = ".kamelet.yaml";
    private static final String XML = ".camel.xml";

    /** Whether it is a Kamelet, of which other routes are made. */
    boolean isKamelet() {
        return name.endsWith(KAMELET);
    }

    /** Whether it is in Camel's XML DSL, of which less can be found out by reading. */
    boolean isXml() {
        return name.endsWith(XML);
    }

    /** Whether it holds one route, as every file of a generation does apart from the folder of configurations. */
    boolean holdsRoute() {
        return !fixed && !isKamelet() && !name.startsWith("configuration/");
    }

    @Override
    public String toString() {
        return name;
    }
}
