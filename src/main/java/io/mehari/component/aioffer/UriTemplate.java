package io.mehari.component.aioffer;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A template of addresses (RFC 6570, level 1 and {@code {+name}} of level 2), by which the variables of an address are
 * found. {@code {name}} stands for one segment, {@code {+name}} for any text. Each ends where the text behind it first
 * occurs, the last one at the end of the address: in a time that grows with its length only. Immutable.
 */
public final class UriTemplate {
    /** Longest address that is looked at, in characters. */
    public static final int LONGEST_URI = 8 * 1024;

    private static final int MOST_VARIABLES = 20;
    private static final Pattern VARIABLE = Pattern.compile("\\{(\\+?)([A-Za-z_][A-Za-z0-9_]*)}");

    private final String template;
    private final String begin;
    private final List<Part> parts;

    private record Part(String name, boolean anyText, String behind) {}

    private UriTemplate(String template, String begin, List<Part> parts) {
        this.template = template;
        this.begin = begin;
        this.parts = parts;
    }

    /**
     * Reads a template.
     *
     * @param template such as {@code orders://{customer}/{number}}
     * @return never null
     * @throws IllegalArgumentException naming what cannot be used in it
     */
    public static UriTemplate of(String template) {
        Matcher variables = VARIABLE.matcher(template);
        List<Part> parts = new ArrayList<>();
        Set<String> names = new HashSet<>();
        int end = 0;
        String begin = null;
        while (variables.find()) {
            String text = template.substring(end, variables.start());
            if (begin == null) {
                begin = text;
            } else {
                behindLast(parts, text, template);
            }
            parts.add(new Part(
                    nameOf(variables.group(2), names), !variables.group(1).isEmpty(), ""));
            end = variables.end();
        }
        refuseBraces(template, begin == null ? template : begin + template.substring(end), parts);
        if (begin == null || parts.size() > MOST_VARIABLES) {
            throw new IllegalArgumentException("uriTemplate " + template + " has " + parts.size()
                    + " variables: write 1 to " + MOST_VARIABLES + ", such as orders://{number}");
        }
        setBehind(parts, template.substring(end));
        return new UriTemplate(template, begin, List.copyOf(parts));
    }

    private static String nameOf(String name, Set<String> names) {
        if (!names.add(name)
                || name.equals("uri")
                || name.toLowerCase(Locale.ROOT).startsWith("camel")) {
            throw new IllegalArgumentException("uriTemplate has the variable " + name
                    + ", which is there twice, or the name of a header of the gateway or of Camel: rename it");
        }
        return name;
    }

    private static void behindLast(List<Part> parts, String text, String template) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException(
                    "uriTemplate " + template + " has two variables without a text between them");
        }
        setBehind(parts, text);
    }

    private static void setBehind(List<Part> parts, String text) {
        Part last = parts.remove(parts.size() - 1);
        parts.add(new Part(last.name(), last.anyText(), text));
    }

    private static void refuseBraces(String template, String ends, List<Part> parts) {
        StringBuilder texts = new StringBuilder(ends);
        parts.forEach(part -> texts.append(part.behind()));
        if (texts.indexOf("{") >= 0 || texts.indexOf("}") >= 0) {
            throw new IllegalArgumentException("uriTemplate " + template
                    + " has an expression that is not supported: use {name} for one segment, {+name} for any text");
        }
    }

    /**
     * The variables of an address.
     *
     * @param uri the address
     * @return percent-decoded values by name, in the order of the template; empty if the template does not match
     */
    public Optional<Map<String, String>> match(String uri) {
        if (uri.length() > LONGEST_URI || !uri.startsWith(begin)) {
            return Optional.empty();
        }
        Map<String, String> values = new LinkedHashMap<>();
        int from = begin.length();
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            int to = i < parts.size() - 1
                    ? uri.indexOf(part.behind(), from + 1)
                    : uri.length() - part.behind().length();
            if (to <= from || !uri.startsWith(part.behind(), to)) {
                return Optional.empty();
            }
            String value = decoded(uri.substring(from, to));
            if (value == null || !part.anyText() && uri.substring(from, to).indexOf('/') >= 0) {
                return Optional.empty();
            }
            values.put(part.name(), value);
            from = to + part.behind().length();
        }
        return Optional.of(values);
    }

    /** A plus is itself in the path of an address. */
    private static String decoded(String text) {
        try {
            return text.indexOf('%') < 0 ? text : URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return null; // a percent sign without two hexadecimal digits
        }
    }

    @Override
    public String toString() {
        return template;
    }
}
