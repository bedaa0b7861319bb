using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Masakari.Tests.Architecture;

/// <summary>Reads from an assembly which of our types uses which: by base, field, signature, local variable or instruction.</summary>
internal sealed class TypeReferences
{
    private static readonly Dictionary<ushort, OpCode> OpCodesByValue = typeof(OpCodes).GetFields()
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => unchecked((ushort)code.Value));

    private readonly MetadataReader reader;
    private readonly PEReader file;
    private readonly TypeNames names;

    private TypeReferences(PEReader file)
    {
        this.file = file;
        reader = file.GetMetadataReader();
        names = new TypeNames(reader);
    }

    /// <summary>Pairs of full names, nested types counted as the type around them.</summary>
    public static IReadOnlySet<(string From, string To)> Of(string assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        return new TypeReferences(file).All().ToHashSet();
    }

    private IEnumerable<(string From, string To)> All() =>
        from handle in reader.TypeDefinitions
        let type = reader.GetTypeDefinition(handle)
        let name = names.Outermost(handle)
        where IsOurs(name)
        from used in UsedBy(type)
        where IsOurs(used) && used != name
        select (name, used);

    private IEnumerable<string> UsedBy(TypeDefinition type) =>
    [
        .. names.Of(type.BaseType),
        .. type.GetInterfaceImplementations().SelectMany(handle => names.Of(reader.GetInterfaceImplementation(handle).Interface)),
        .. type.GetFields().SelectMany(handle => reader.GetFieldDefinition(handle).DecodeSignature(names, null)),
        .. type.GetMethods().SelectMany(handle => UsedBy(reader.GetMethodDefinition(handle))),
    ];

    private IEnumerable<string> UsedBy(MethodDefinition method)
    {
        foreach (var name in TypeNames.Of(method.DecodeSignature(names, null)))
            yield return name;
        if (method.RelativeVirtualAddress == 0)
            yield break;
        var body = file.GetMethodBody(method.RelativeVirtualAddress);
        if (!body.LocalSignature.IsNil)
            foreach (var name in reader.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(names, null).SelectMany(local => local))
                yield return name;
        foreach (var name in Operands(body.GetILBytes()!).SelectMany(names.Of))
            yield return name;
    }

    private static IEnumerable<EntityHandle> Operands(byte[] code)
    {
        for (var at = 0; at < code.Length;)
        {
            var value = code[at] == 0xFE ? (ushort)(0xFE00 | code[at + 1]) : code[at];
            var opcode = OpCodesByValue[value];
            at += opcode.Size;
            if (opcode.OperandType is OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType)
                yield return MetadataTokens.EntityHandle(BitConverter.ToInt32(code, at));
            at += opcode.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + 4 * BitConverter.ToInt32(code, at),
                _ => 4,
            };
        }
    }

    private static bool IsOurs(string name) => name.StartsWith("Masakari.", StringComparison.Ordinal) || name == "Program";
}
