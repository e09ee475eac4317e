package io.mehari.catalog.schema;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.Violation;
import java.util.List;

/**
 * Arguments after a check that may have changed them.
 *
 * @param arguments what is to be sent if nothing is violated: the object that was checked, or a copy where something had
 *     to be changed
 * @param violations what is violated nevertheless
 */
public record Checked(ObjectNode arguments, List<Violation> violations) {}
