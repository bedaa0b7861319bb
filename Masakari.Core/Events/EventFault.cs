using System.Text.Json.Nodes;

namespace Masakari.Core.Events;

/// <summary>The failure of an operation, as an event shows it.</summary>
/// <param name="Module">The type that failed.</param>
/// <param name="Function">The method that failed.</param>
/// <param name="Exception">The name of the exception class.</param>
/// <param name="Message">The reason, in words.</param>
/// <param name="Traceback">The stack trace; may be empty.</param>
public sealed record EventFault(string Module, string Function, string Exception, string Message, string Traceback = "")
{
    /// <summary>Describes an exception.</summary>
    public static EventFault Of(Exception cause) => new(
        cause.TargetSite?.DeclaringType?.FullName ?? "", cause.TargetSite?.Name ?? "", cause.GetType().Name, cause.Message, cause.StackTrace ?? "");

    internal JsonObject ToJson() => new EventObject("ExceptionPayload", "1.0", new JsonObject
    {
        ["module_name"] = Module,
        ["function_name"] = Function,
        ["exception"] = Exception,
        ["exception_message"] = Message,
        ["traceback"] = Traceback,
    }).ToJson();
}
