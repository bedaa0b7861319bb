using System.Text.Json.Nodes;

namespace Masakari.Core.Events;

/// <summary>Why a deed went wrong, as an event tells it.</summary>
/// <param name="Module">Where it was found.</param>
/// <param name="Function">What was being done.</param>
/// <param name="Exception">The kind of trouble: the name of a class.</param>
/// <param name="Message">The reason, in words.</param>
/// <param name="Traceback">The way there; may be empty.</param>
public sealed record EventFault(string Module, string Function, string Exception, string Message, string Traceback = "")
{
    /// <summary>The fault that an exception is.</summary>
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
