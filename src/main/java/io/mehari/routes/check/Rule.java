package io.mehari.routes.check;

/** What a finding is about; the names are those of the rules in SARIF and of the test cases in JUnit XML. */
public enum Rule {
    /** The text is not YAML in UTF-8, or has a key twice. */
    SYNTAX("yaml-syntax", "The file is YAML in UTF-8, and no key stands twice in one place; or it is XML"),
    /** A step or property that there is not, stands in the wrong place, or is missing. */
    SCHEMA("dsl-schema", "Steps and properties are those of Camel's YAML or XML DSL, each in its place"),
    /** A file that does not hold what files of its folder hold. */
    FILE("route-file", "A file holds exactly one route, and the set has what calls need"),
    /** An address of a component that is not there. */
    COMPONENT("unknown-component", "Components of addresses are on the class path"),
    /** An option that the component does not have, or a value that it does not take. */
    OPTION("endpoint-option", "Options of addresses are those of the component"),
    /** An expression that its language does not understand. */
    EXPRESSION("expression", "Expressions are correct in their language"),
    /** A bean or class that is not there. */
    BEAN("unknown-bean", "Beans and classes exist"),
    /** A method that a bean does not have. */
    METHOD("bean-method", "Methods exist"),
    /** A placeholder without a value. */
    PLACEHOLDER("placeholder", "Placeholders have a value or a default"),
    /** A step to where no route starts. */
    TARGET(
            "missing-target",
            "Steps and error patterns send to where a route starts, and name servers that are configured"),
    /** Steps that go round and round. */
    CYCLE("cycle", "No call goes round in a circle"),
    /** Two things of one name. */
    DUPLICATE("duplicate", "Ids, addresses of routes, tools and beans exist once"),
    /** A route that starts from where it may not. */
    SOURCE("route-source", "Routes of a generation wait until they are called"),
    /** A secret that everybody sees who reads the file. */
    SECRET("clear-text-secret", "Secrets are placeholders"),
    /** A jar that cannot be used. */
    PLUGIN("plugin", "Jars are whole, and components of the same version of Apache Camel as the gateway"),
    /** A mistake in the files of the configuration. */
    CONFIGURATION("configuration", "The files in config/ are correct");

    private final String id;
    private final String description;

    Rule(String id, String description) {
        this.id = id;
        this.description = description;
    }

    /** Name in reports; never changes. */
    public String id() {
        return id;
    }

    /** What holds where the rule is kept, in one clause. */
    public String description() {
        return description;
    }
}
