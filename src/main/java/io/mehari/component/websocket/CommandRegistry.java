package io.mehari.component.websocket;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The commands that there are: those of the route files that serve. A command of newer route files takes the place of one of
 * the same name. Safe for concurrent use.
 */
public final class CommandRegistry {
    private final Map<String, Command> commands = new ConcurrentSkipListMap<>();

    /**
     * A command can be called from now on.
     *
     * @param command the command
     */
    public void add(Command command) {
        commands.put(command.name(), command);
    }

    /**
     * A command is not called any more, unless another has taken its place.
     *
     * @param command as it was added
     */
    public void remove(Command command) {
        commands.remove(command.name(), command);
    }

    /**
     * The command of a name.
     *
     * @param name its name
     * @return empty if there is none
     */
    public Optional<Command> find(String name) {
        return Optional.ofNullable(commands.get(name));
    }

    /**
     * All commands.
     *
     * @return by name
     */
    public Collection<Command> all() {
        return new TreeMap<>(commands).values();
    }
}
