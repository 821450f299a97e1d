package io.deltas3proxy.app.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A word of the command line that another word must follow. */
abstract class CommandGroup implements Runnable {

  private final Invocation invocation;

  @Spec private CommandSpec spec = CommandSpec.create();

  CommandGroup(Invocation invocation) {
    this.invocation = invocation;
  }

  Invocation invocation() {
    return invocation;
  }

  /** Answers that something is gone. */
  void removed(String what, String name) {
    invocation.answer(
        JsonNodeFactory.instance.objectNode().put("removed", name), what + " " + name + " removed");
  }

  /** A mistake in how the command was written. */
  ParameterException wrongUsage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  @Override
  public void run() {
    throw wrongUsage("Missing command: one of " + String.join(", ", spec.subcommands().keySet()));
  }
}
