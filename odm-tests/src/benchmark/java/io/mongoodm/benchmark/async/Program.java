package io.mongoodm.benchmark.async;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** A program in a process of its own, which is asked and answers in lines, and ends with its input. */
final class Program implements AutoCloseable {
    private final Process process;
    private final PrintWriter questions;
    private final BufferedReader answers;

    private Program(String... command) throws IOException {
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        questions = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
        answers = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Starts a class of this class path. */
    static Program of(Class<?> main, Object... arguments) throws IOException {
        return start(System.getProperty("java.class.path"), main.getName(), arguments);
    }

    /** Starts a class, or a source file, on another class path. */
    static Program start(String classPath, String main, Object... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                "-Xmx1g",
                "-cp",
                classPath,
                main));
        Arrays.stream(arguments).map(String::valueOf).forEach(command::add);
        return new Program(command.toArray(String[]::new));
    }

    String answer() throws IOException {
        return Objects.requireNonNull(answers.readLine(), "the program ended early");
    }

    String ask(Object question) throws IOException {
        questions.println(question);
        return answer();
    }

    @Override
    public void close() {
        process.destroy();
    }
}
