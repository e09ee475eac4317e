package io.mehari.routes.check;

import java.util.Map;
import java.util.Set;
import org.apache.camel.NoSuchLanguageException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.language.jq.JqLanguage;
import org.apache.camel.spi.Language;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Gives each expression to its language, in a context that runs nothing. */
final class ExpressionCheck {
    private static final int LONGEST = 300;
    private static final int LONGEST_QUOTED = 80;
    private static final Set<String> CONDITIONS =
            Set.of("when", "filter", "validate", "handled", "continued", "onWhen", "retryWhile", "completionPredicate");
    /** Languages without a syntax of their own, or checked elsewhere. */
    private static final Set<String> PLAIN = Set.of(
            "constant",
            "header",
            "exchangeProperty",
            "variable",
            "method",
            "ref",
            "tokenize",
            "xtokenize",
            "language",
            "expression");

    private static final Map<String, String> WHERE = Map.of(
            "jsonpath",
            "camel-jsonpath",
            "groovy",
            "camel-groovy",
            "xquery",
            "camel-saxon",
            "mvel",
            "camel-mvel",
            "java",
            "camel-joor",
            "joor",
            "camel-joor",
            "js",
            "camel-javascript",
            "datasonnet",
            "camel-datasonnet",
            "ognl",
            "camel-ognl",
            "python",
            "camel-python");

    private final ClassLoader loader;
    private final Placeholders settings;
    private final Findings findings;
    private DefaultCamelContext context;

    ExpressionCheck(ClassLoader loader, Placeholders settings, Findings findings) {
        this.loader = loader;
        this.settings = settings;
        this.findings = findings;
    }

    void check(Typed at) {
        if (!at.definition().endsWith("Expression") || PLAIN.contains(at.key())) {
            return;
        }
        Node node = at.node() instanceof ScalarNode
                ? at.node()
                : Nodes.child(at.node(), "expression").orElse(null);
        if (node instanceof ScalarNode text) {
            String expression = settings.filledIn(text.getValue());
            if (!expression.contains("{{")) {
                check(at, text, expression);
            }
        }
    }

    private void check(Typed at, Node node, String expression) {
        String file = at.file().name();
        try {
            Language language = context().resolveLanguage(at.key());
            if (CONDITIONS.contains(at.holder())) {
                language.createPredicate(expression).init(context);
            } else {
                language.createExpression(expression).init(context);
            }
            if (language instanceof JqLanguage jq) {
                JqFunctions.unknownIn(expression, jq.getRootScope())
                        .ifPresent(unknown -> findings.warning(
                                Rule.EXPRESSION,
                                file,
                                node,
                                quoted(expression) + " fails when it runs: " + unknown,
                                ""));
            }
        } catch (NoSuchLanguageException e) {
            String artifact = WHERE.get(at.key());
            String suggestion = artifact == null ? "" : "It is in " + ComponentArtifacts.howToAdd(artifact);
            String message = "the language " + at.key() + " is not part of the gateway";
            findings.error(Rule.EXPRESSION, file, node, message, suggestion);
        } catch (RuntimeException | LinkageError e) {
            String quoted = quoted(Nodes.text(node).orElse(""));
            findings.error(Rule.EXPRESSION, file, node, "not " + at.key() + ": " + quoted + ": " + firstLines(e));
        }
    }

    private static String quoted(String expression) {
        String line = expression.strip().replaceAll("\\s*\\R\\s*", " ");
        return line.length() > LONGEST_QUOTED ? line.substring(0, LONGEST_QUOTED) + " ..." : line;
    }

    /** The reason in one line, without the tokens that a parser might have taken instead. */
    private static String firstLines(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        String text = String.valueOf(cause.getMessage());
        int expected = text.indexOf("Was expecting");
        String line =
                (expected > 0 ? text.substring(0, expected) : text).strip().replaceAll("\\s*\\R\\s*", " ");
        return line.length() > LONGEST ? line.substring(0, LONGEST) + " ..." : line;
    }

    private DefaultCamelContext context() {
        if (context == null) {
            context = new DefaultCamelContext();
            context.setApplicationContextClassLoader(loader);
            context.disableJMX();
            context.getCamelContextExtension().setName("check");
        }
        return context;
    }
}
