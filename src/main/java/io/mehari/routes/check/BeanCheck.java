package io.mehari.routes.check;

import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Looks for the beans, classes and methods that route files name. Makes no bean and initializes no class. */
final class BeanCheck {
    private static final Set<String> REFER = Set.of(
            "ProcessDefinition",
            "PolicyDefinition",
            "BeanDefinition",
            "MethodCallExpression",
            "RefErrorHandlerDefinition");
    private static final Set<String> PROPERTIES =
            Set.of("aggregationStrategy", "idempotentRepository", "routePolicy", "onPrepare", "comparator");
    private static final String CLASS = "#class:";

    private final Map<String, Class<?>> beans;
    private final ClassLoader loader;
    private final Map<String, String> ownPlaces = new HashMap<>();
    private final Placeholders settings;
    private final Findings findings;

    BeanCheck(Surroundings surroundings, Placeholders settings, Findings findings) {
        this.beans = new HashMap<>(surroundings.beans());
        this.loader = surroundings.loader();
        this.settings = settings;
        this.findings = findings;
    }

    /** Takes the beans that a file defines. */
    void define(Typed at) {
        Optional<String> name = Nodes.text(at.node(), "name");
        if (!at.definition().equals("BeanFactoryDefinition") || name.isEmpty()) {
            return;
        }
        String file = at.file().name();
        Node node = Nodes.child(at.node(), "name").orElseThrow();
        String place = file + ":" + (node.getStartMark().getLine() + 1);
        String other = ownPlaces.putIfAbsent(name.get(), place);
        if (other != null) {
            findings.error(
                    Rule.DUPLICATE, file, node, "two beans are called " + name.get() + ", the other in " + other);
        } else if (beans.containsKey(name.get())) {
            String message = "the gateway has a bean " + name.get() + " of its own";
            findings.error(Rule.DUPLICATE, file, node, message, "Choose another name");
        }
        boolean scripted = Nodes.child(at.node(), "script").isPresent()
                || Nodes.child(at.node(), "factoryBean").isPresent()
                || Nodes.child(at.node(), "builderClass").isPresent();
        Node type = Nodes.child(at.node(), "type").orElse(null);
        Class<?> known =
                scripted || type == null ? Object.class : classOf(file, type).orElse(Object.class);
        beans.putIfAbsent(name.get(), known);
    }

    void check(Typed at) {
        if (at.definition().equals("RouteDefinition")) {
            Nodes.child(at.node(), "routePolicy").ifPresent(node -> reference(at, node));
        }
        if (at.definition().equals("RefExpression")) {
            reference(
                    at,
                    at.node() instanceof ScalarNode
                            ? at.node()
                            : Nodes.child(at.node(), "expression").orElse(null));
        }
        for (NodeTuple entry : Nodes.entries(at.node())) {
            if (PROPERTIES.contains(Nodes.keyOf(entry)) && !at.definition().equals("RouteDefinition")) {
                reference(at, entry.getValueNode());
            }
        }
        if (REFER.contains(at.definition())) {
            Node bean = at.node() instanceof ScalarNode
                    ? at.node()
                    : Nodes.child(at.node(), "ref").orElse(null);
            Optional<Class<?>> type = bean == null ? Optional.empty() : reference(at, bean);
            Node named = Nodes.child(at.node(), "beanType").orElse(null);
            if (named != null) {
                type = classOf(at.file().name(), named);
            }
            Node method = Nodes.child(at.node(), "method").orElse(null);
            if (method instanceof ScalarNode text) {
                String of = Nodes.text(named == null ? bean : named).orElse("").replaceFirst("^#class:", "");
                type.ifPresent(found -> method(at.file().name(), text, of, found));
            }
        }
    }

    /** Checks {@code #name} in the options of an address. */
    void check(Address address) {
        for (Address.Option option : address.options()) {
            if (option.value().startsWith("#") && !option.value().startsWith("#{")) {
                reference(address.at(), option.node(), option.value());
            }
        }
    }

    private Optional<Class<?>> reference(Typed at, Node node) {
        return node instanceof ScalarNode text ? reference(at, node, text.getValue()) : Optional.empty();
    }

    private Optional<Class<?>> reference(Typed at, Node node, String text) {
        String name = settings.filledIn(text.strip());
        if (name.isEmpty() || name.contains("{{") || name.contains("${") || name.startsWith("#type:")) {
            return Optional.empty();
        }
        if (name.startsWith(CLASS)) {
            return classNamed(at.file().name(), node, name);
        }
        String plain = name.replaceFirst("^#(?:bean:)?", "");
        Class<?> type = beans.get(plain);
        if (type == null && plain.indexOf('.') > 0 && at.definition().equals("BeanDefinition")) {
            return classNamed(at.file().name(), node, plain);
        }
        if (type == null) {
            String suggestion = Findings.didYouMean(plain, beans.keySet());
            findings.error(Rule.BEAN, at.file().name(), node, "there is no bean " + plain, suggestion);
        }
        return type == null || type == Object.class ? Optional.empty() : Optional.of(type);
    }

    private Optional<Class<?>> classOf(String file, Node node) {
        return Nodes.text(node).flatMap(name -> classNamed(file, node, settings.filledIn(name.strip())));
    }

    private Optional<Class<?>> classNamed(String file, Node node, String name) {
        String plain =
                name.replaceFirst("^#class:", "").replaceFirst("[(#].*$", "").replace("class:", "");
        if (plain.isEmpty() || plain.contains("{{") || plain.contains(":")) {
            return Optional.empty();
        }
        try {
            return Optional.of(Class.forName(plain, false, loader));
        } catch (ClassNotFoundException | LinkageError e) {
            findings.error(Rule.BEAN, file, node, "there is no class " + plain, "Put its jar into plugins/");
            return Optional.empty();
        }
    }

    private void method(String file, ScalarNode node, String of, Class<?> type) {
        String text = node.getValue();
        String name = text.replaceFirst("\\(.*$", "").strip();
        List<String> methods =
                Stream.of(type.getMethods()).map(Method::getName).distinct().toList();
        if (!name.contains("{") && !methods.contains(name)) {
            String message = of + " has no public method " + name;
            findings.error(Rule.METHOD, file, node, message, Findings.didYouMean(name, new TreeSet<>(methods)));
        }
    }
}
