package io.mongoodm.testkit.inprocess;

/** What the server knows of a connection: its number, and the application name of its first {@code hello}. */
final class Client {
    private final long id;
    private volatile String applicationName = "";

    Client(long id) {
        this.id = id;
    }

    long id() {
        return id;
    }

    String applicationName() {
        return applicationName;
    }

    void applicationName(String name) {
        applicationName = name;
    }
}
