using System.Reflection;

namespace Masakari.Tests.Architecture;

/// <summary>Finds constructors with too many parameters: their types do too much.</summary>
internal static class Constructors
{
    private const int Most = 7;

    /// <summary>Each such constructor with the number of its parameters. Records that hold only data may have any number.</summary>
    public static IReadOnlyList<string> TooLong(IEnumerable<Type> types) =>
    [
        .. from type in types
           from constructor in type.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
           let parameters = constructor.GetParameters()
           where parameters.Length > Most && !(IsRecord(type) && parameters.All(parameter => IsData(parameter.ParameterType)))
           orderby type.FullName
           select $"{type.FullName} has a constructor with {parameters.Length} parameters",
    ];

    private static bool IsRecord(Type type) =>
        type.GetMethod("PrintMembers", BindingFlags.Instance | BindingFlags.NonPublic) is not null;

    private static bool IsData(Type type) =>
        type.IsValueType || type == typeof(string) || IsRecord(type)
        || (type.Namespace == "System.Collections.Generic" && type.GetGenericArguments().All(IsData));
}
