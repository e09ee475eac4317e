package io.mehari.routes.check;

import org.yaml.snakeyaml.nodes.Node;

/**
 * A place in a file of which is known what it is.
 *
 * @param file it is in
 * @param definition of Camel's model, such as {@code ToDefinition}
 * @param key under which it stands, such as {@code to}
 * @param holder key of the property or step around it that is not the name of a language or {@code expression}, such as
 *     {@code setBody}
 * @param node what stands there
 * @param owner the route, template or configuration around it; null outside of one
 */
record Typed(SourceFile file, String definition, String key, String holder, Node node, Node owner) {}
