package io.mehari.routes.check;

import java.util.List;

/**
 * An option of a component's addresses.
 *
 * @param name for {@code multiple} ones the beginning of names, such as {@code parameter.}
 * @param type boolean, integer, enum, duration, or another one that is not checked
 * @param path whether it stands before the question mark
 * @param required whether an address needs it
 * @param secret whether its value is one
 * @param multiple whether any name that begins so is one
 * @param values those of an enum
 */
record ComponentOption(
        String name,
        String type,
        boolean path,
        boolean required,
        boolean secret,
        boolean multiple,
        List<String> values) {}
