package io.mehari.configuration.settings;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;

/**
 * Keys of settings and what stands below them: those of the records that modules take their settings as. Read by one
 * thread once it is complete.
 */
final class SettingsTree {
    private final Map<String, SettingsTree> children = new LinkedHashMap<>();
    private SettingsTree item;
    private boolean free;
    /** What stands below any name that a person gives. */
    private SettingsTree named;

    /** A key below which there is nothing yet. */
    SettingsTree() {}

    /** What stands below a key that is read as this type. */
    private static SettingsTree of(Type type) {
        SettingsTree tree = new SettingsTree();
        Class<?> raw = (Class<?>) (type instanceof ParameterizedType generic ? generic.getRawType() : type);
        if (type instanceof ParameterizedType list && Collection.class.isAssignableFrom(raw)) {
            tree.item = of(list.getActualTypeArguments()[0]);
        } else if (Map.class.isAssignableFrom(raw)) {
            tree.takeMap(type);
        } else if (raw.isRecord()) {
            tree.take(raw);
        }
        return tree;
    }

    private void takeMap(Type type) {
        Type value = type instanceof ParameterizedType map ? map.getActualTypeArguments()[1] : Object.class;
        if (value instanceof Class<?> raw && raw.isRecord()) {
            named = of(raw);
        } else {
            free = true;
        }
    }

    /** Adds the keys of a record, whose own key is this one, with dots in it for others above it. */
    void add(String key, Class<?> type) {
        int dot = key.indexOf('.');
        String first = dot < 0 ? key : key.substring(0, dot);
        SettingsTree child = children.computeIfAbsent(first, name -> new SettingsTree());
        if (dot >= 0) {
            child.add(key.substring(dot + 1), type);
        } else if (type.isRecord()) {
            child.take(type);
        } else {
            child.free = true;
        }
    }

    private void take(Class<?> type) {
        for (RecordComponent component : type.getRecordComponents()) {
            children.put(DataObjectPropertyName.toDashedForm(component.getName()), of(component.getGenericType()));
        }
    }

    /** Whether this key is one with keys below it rather than a value. */
    boolean isSection() {
        return !children.isEmpty();
    }

    /** The keys right below this one. */
    Collection<String> keys() {
        return children.keySet();
    }

    /** What is known of a name. */
    record Lookup(SettingsTree deepest, int known, boolean complete) {}

    /** Follows a name as far as it is known. */
    Lookup find(ConfigurationPropertyName name) {
        SettingsTree tree = this;
        for (int i = 0; i < name.getNumberOfElements(); i++) {
            SettingsTree next = tree.next(name, i);
            if (tree.free || next == null) {
                return new Lookup(tree, i, tree.free);
            }
            tree = next;
        }
        return new Lookup(tree, name.getNumberOfElements(), true);
    }

    private SettingsTree next(ConfigurationPropertyName name, int index) {
        if (named != null) {
            return named;
        }
        if (name.isNumericIndex(index)) {
            return item;
        }
        String element = name.getElement(index, Form.UNIFORM);
        return children.entrySet().stream()
                .filter(child -> child.getKey().replace("-", "").equals(element))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    /** Names every value, with {@code []} for the index of a list's item. */
    void forEachValue(String path, Consumer<String> value) {
        if (!isSection() && (item == null || !item.isSection())) {
            value.accept(path);
        }
        if (item != null) {
            item.forEachValue(path + "[]", value);
        }
        children.forEach((key, child) -> child.forEachValue(path.isEmpty() ? key : path + "." + key, value));
    }
}
