package io.mongoodm.testkit.inprocess;

import de.bwaldvogel.mongo.bson.Document;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Every command that the server knows, by name. */
final class CommandTable {
    private final Map<String, Command> commands = new HashMap<>();

    static Map<String, Command> of(Store store, Sessions sessions, FailPoints failPoints, String address) {
        CommandTable table = new CommandTable();
        Cursors cursors = new Cursors(store);
        table.reads(new ReadCommands(store, cursors));
        table.writes(new WriteCommands(store));
        table.catalog(new CatalogCommands(store, cursors), new IndexCommands(store, cursors));
        table.server(new ServerCommands(store, cursors, address));
        table.sessions(sessions, cursors);
        table.add("configureFailPoint", failPoints::configure);
        table.add(Message.UNREADABLE, request -> {
            throw CommandError.notImplemented(
                    "values of this kind: " + request.arguments().value(Message.UNREADABLE));
        });
        return Map.copyOf(table.commands);
    }

    private void reads(ReadCommands reads) {
        add("find", reads::find, Command.Trait.IN_TRANSACTION);
        add("getMore", reads::getMore, Command.Trait.IN_TRANSACTION);
        add("killCursors", reads::killCursors, Command.Trait.IN_TRANSACTION);
        add("aggregate", reads::aggregate, Command.Trait.IN_TRANSACTION);
        add("distinct", reads::distinct, Command.Trait.IN_TRANSACTION);
        add("count", reads::count);
        add("explain", reads::explain);
    }

    private void writes(WriteCommands writes) {
        add("insert", writes::insert, Command.Trait.IN_TRANSACTION);
        add("update", writes::update, Command.Trait.IN_TRANSACTION);
        add("delete", writes::delete, Command.Trait.IN_TRANSACTION);
        add("findAndModify", writes::findAndModify, Command.Trait.IN_TRANSACTION);
    }

    private void catalog(CatalogCommands catalog, IndexCommands indexes) {
        add("create", catalog::create, Command.Trait.IN_TRANSACTION);
        add("createIndexes", indexes::createIndexes, Command.Trait.IN_TRANSACTION);
        add("dropIndexes", indexes::dropIndexes);
        add("listIndexes", indexes::listIndexes);
        add("collMod", indexes::collMod);
        add("drop", catalog::drop);
        add("dropDatabase", catalog::dropDatabase);
        add("renameCollection", catalog::renameCollection);
        add("listCollections", catalog::listCollections);
        add("listDatabases", catalog::listDatabases);
        add("collStats", catalog::collStats);
        add("dbStats", catalog::dbStats);
    }

    private void server(ServerCommands server) {
        List.of("hello", "isMaster", "ismaster").forEach(name -> add(name, server::hello));
        List.of("buildInfo", "buildinfo").forEach(name -> add(name, server::buildInfo));
        add("ping", server::ping);
        add("serverStatus", server::serverStatus);
        add("connectionStatus", server::connectionStatus);
        add("setParameter", server::setParameter);
    }

    private void sessions(Sessions sessions, Cursors cursors) {
        List.of("commitTransaction", "abortTransaction")
                .forEach(name -> add(
                        name,
                        request -> {
                            throw new CommandError(125, "CommandFailed", name + " must be run within a transaction");
                        },
                        Command.Trait.ENDS_TRANSACTION));
        add("endSessions", request -> {
            List<Document> ended = request.arguments().documents("endSessions");
            sessions.end(ended);
            cursors.end(ended);
            return new Document();
        });
        add("killSessions", request -> {
            List<Document> killed = request.arguments().documents("killSessions");
            sessions.kill(killed::contains);
            cursors.kill(killed::contains);
            return new Document();
        });
        List.of("killAllSessions", "killAllSessionsByPattern")
                .forEach(name -> add(name, request -> {
                    sessions.kill(session -> true);
                    cursors.kill(session -> true);
                    return new Document();
                }));
        add("refreshSessions", request -> new Document());
    }

    private void add(String name, Command.Action action, Command.Trait... traits) {
        EnumSet<Command.Trait> set = EnumSet.noneOf(Command.Trait.class);
        set.addAll(List.of(traits));
        commands.put(name, new Command(action, set));
    }
}
