package io.mehari.routes.check;

import io.mehari.routes.check.Finding.Severity;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.Location;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RoutesDefinition;
import org.apache.camel.model.app.BeansDefinition;
import org.apache.camel.xml.in.ModelParser;
import org.apache.camel.xml.io.XmlPullParserException;
import org.yaml.snakeyaml.error.Mark;

/**
 * Looks at a file in Camel's XML DSL: whether it is XML, has elements and attributes of the DSL only, and holds one route
 * where one is wanted. Nothing of it is loaded before there is such a file.
 */
final class XmlFile {
    private static final Pattern PLACE = Pattern.compile("@(\\d+):(\\d+)");
    private static final Pattern NAME = Pattern.compile("'(?:\\{[^}]*})?([\\w.-]+)'");
    private static final Pattern PARSER = Pattern.compile("\\s*\\(position:[^)]*\\)?\\s*");

    private final SourceFile file;
    private final Findings findings;

    /** Where names of elements and attributes stand first. */
    private final Map<String, Mark> places = new HashMap<>();

    private XmlFile(SourceFile file, Findings findings) {
        this.file = file;
        this.findings = findings;
    }

    /**
     * Checks a file.
     *
     * @return ids of its routes
     */
    static List<String> check(SourceFile file, Findings findings) {
        return new XmlFile(file, findings).check();
    }

    private List<String> check() {
        Optional<String> namespace = namespaceOfRoot();
        if (namespace.isEmpty()) {
            return List.of();
        }
        try {
            List<RouteDefinition> routes = routes(namespace.get());
            if (file.holdsRoute() && routes.size() != 1) {
                findings.error(
                        Rule.FILE,
                        file.name(),
                        null,
                        routes.isEmpty() ? "it holds no route" : "a file holds exactly one route",
                        routes.isEmpty()
                                ? "Begin it with <route> and <from> in it"
                                : "Move the others to files of their own");
            }
            return routes.stream()
                    .map(RouteDefinition::getId)
                    .filter(id -> id != null && !id.isBlank())
                    .toList();
        } catch (XmlPullParserException | IOException | RuntimeException e) {
            error(Rule.SCHEMA, placeIn(e.getMessage()), "not Camel's XML DSL: " + plain(e.getMessage()));
        }
        return List.of();
    }

    private List<RouteDefinition> routes(String namespace) throws IOException, XmlPullParserException {
        Optional<RoutesDefinition> routes = parser(namespace).parseRoutesDefinition();
        if (routes.isPresent()) {
            return routes.get().getRoutes();
        }
        return parser(namespace)
                .parseBeansDefinition()
                .map(BeansDefinition::getRoutes)
                .orElse(List.of());
    }

    private ModelParser parser(String namespace) throws IOException, XmlPullParserException {
        return new ModelParser(bytes(), namespace);
    }

    private InputStream bytes() {
        return new ByteArrayInputStream(file.content());
    }

    /** The namespace of the first element; empty if the file is not XML, which is among the findings then. */
    private Optional<String> namespaceOfRoot() {
        XMLInputFactory factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        try {
            XMLStreamReader reader = factory.createXMLStreamReader(bytes());
            reader.nextTag();
            String namespace = Optional.ofNullable(reader.getNamespaceURI()).orElse("");
            remember(reader);
            while (reader.hasNext()) {
                if (reader.next() == XMLStreamConstants.START_ELEMENT) {
                    remember(reader);
                }
            }
            return Optional.of(namespace);
        } catch (XMLStreamException e) {
            Location at = e.getLocation();
            String message = String.valueOf(e.getMessage());
            int text = message.indexOf("Message: ");
            error(
                    Rule.SYNTAX,
                    at == null ? null : mark(at.getLineNumber(), at.getColumnNumber()),
                    "not XML: " + (text < 0 ? message : message.substring(text + "Message: ".length())));
        } catch (RuntimeException e) {
            error(Rule.SYNTAX, null, "not XML: " + e.getMessage());
        }
        return Optional.empty();
    }

    private void remember(XMLStreamReader element) {
        Mark at = mark(
                element.getLocation().getLineNumber(), element.getLocation().getColumnNumber());
        places.putIfAbsent(element.getLocalName(), at);
        for (int i = 0; i < element.getAttributeCount(); i++) {
            places.putIfAbsent(element.getAttributeLocalName(i), at);
        }
    }

    private void error(Rule rule, Mark at, String message) {
        findings.add(Severity.ERROR, rule, file.name(), at, message, "");
    }

    /** Camel's parser says where, or what is wrong, but hardly ever both. */
    private Mark placeIn(String message) {
        Matcher place = PLACE.matcher(String.valueOf(message));
        if (place.find()) {
            return mark(Integer.parseInt(place.group(1)), Integer.parseInt(place.group(2)));
        }
        Matcher name = NAME.matcher(String.valueOf(message));
        return name.find() ? places.get(name.group(1)) : null;
    }

    private static String plain(String message) {
        return PARSER.matcher(String.valueOf(message))
                .replaceAll(" ")
                .replaceAll("\\{[^}]*}", "")
                .strip();
    }

    private Mark mark(int line, int column) {
        return line < 1 ? null : new Mark(file.name(), 0, line - 1, Math.max(0, column - 1), new int[0], 0);
    }
}
