package io.mehari.routes.check;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Versions;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import net.thisptr.jackson.jq.internal.javacc.ExpressionParser;
import net.thisptr.jackson.jq.internal.tree.FunctionCall;
import net.thisptr.jackson.jq.internal.tree.FunctionDefinition;

/**
 * The functions that a jq program calls. jq itself looks for a function when it is called, so a program with an unknown one
 * is compiled, and fails in a call. The tree of a program has no way to be walked, so its fields are.
 */
final class JqFunctions {
    private static final String JQ = "net.thisptr.jackson.jq.";

    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<String> called = new TreeSet<>();
    private final Set<String> defined = new TreeSet<>();

    private JqFunctions() {}

    /**
     * Finds a function that is not there.
     *
     * @param program is a jq program
     * @param known functions of the language
     * @return such as {@code asci_upcase/0}, with what may be meant; empty if all are there
     */
    static Optional<String> unknownIn(String program, Scope known) {
        JqFunctions functions = new JqFunctions();
        try {
            functions.walk(ExpressionParser.compile(program, Versions.JQ_1_6));
        } catch (JsonQueryException e) {
            return Optional.empty(); // told as no jq
        }
        return functions.called.stream()
                .filter(name -> !functions.defined.contains(name) && !isIn(known, name))
                .findFirst()
                .map(name -> "there is no function " + name + meant(name, known));
    }

    private static boolean isIn(Scope known, String name) {
        int slash = name.lastIndexOf('/');
        return known.getFunction(name.substring(0, slash), Integer.parseInt(name.substring(slash + 1))) != null;
    }

    private static String meant(String name, Scope known) {
        Set<String> names = known.getLocalFunctions().keySet().stream()
                .filter(function -> !function.startsWith("_"))
                .collect(Collectors.toCollection(TreeSet::new));
        String suggestion = Findings.didYouMean(name, names);
        return suggestion.isEmpty() ? "" : ". " + suggestion;
    }

    private void walk(Object part) {
        if (part instanceof Collection<?> several) {
            several.forEach(this::walk);
        } else if (part != null && part.getClass().getName().startsWith(JQ) && seen.add(part)) {
            for (Class<?> type = part.getClass(); type != Object.class; type = type.getSuperclass()) {
                for (Field field : type.getDeclaredFields()) {
                    if (!Modifier.isStatic(field.getModifiers())) {
                        walk(valueOf(field, part));
                    }
                }
            }
            note(part);
        }
    }

    private void note(Object part) {
        if (part instanceof FunctionCall) {
            if (text(part, "moduleName").isEmpty()) {
                called.add(text(part, "name") + "/" + several(part, "args").size());
            }
        } else if (part instanceof FunctionDefinition) {
            Collection<?> arguments = several(part, "args");
            defined.add(text(part, "fname") + "/" + arguments.size());
            arguments.forEach(argument -> defined.add(argument + "/0"));
        }
    }

    private static String text(Object part, String name) {
        Object value = valueOf(part, name);
        return value == null ? "" : String.valueOf(value);
    }

    private static Collection<?> several(Object part, String name) {
        return valueOf(part, name) instanceof Collection<?> values ? values : Set.of();
    }

    private static Object valueOf(Object part, String name) {
        try {
            return valueOf(part.getClass().getDeclaredField(name), part);
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException("Another jackson-jq than this class was written for", e);
        }
    }

    private static Object valueOf(Field field, Object part) {
        try {
            field.setAccessible(true);
            return field.get(part);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
