using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace Masakari.Tests.Architecture;

/// <summary>The names of all types that a handle or a signature mentions.</summary>
internal sealed class TypeNames(MetadataReader reader) : ISignatureTypeProvider<IEnumerable<string>, object?>
{
    public static IEnumerable<string> Of(MethodSignature<IEnumerable<string>> signature) => signature.ParameterTypes.Append(signature.ReturnType).SelectMany(type => type);

    public IEnumerable<string> Of(EntityHandle handle) => handle.IsNil ? [] : handle.Kind switch
    {
        HandleKind.TypeDefinition => [Outermost((TypeDefinitionHandle)handle)],
        HandleKind.TypeReference => [Outermost((TypeReferenceHandle)handle)],
        HandleKind.TypeSpecification => reader.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(this, null),
        HandleKind.FieldDefinition => [Outermost(reader.GetFieldDefinition((FieldDefinitionHandle)handle).GetDeclaringType())],
        HandleKind.MethodDefinition => [Outermost(reader.GetMethodDefinition((MethodDefinitionHandle)handle).GetDeclaringType())],
        HandleKind.MemberReference => OfMember(reader.GetMemberReference((MemberReferenceHandle)handle)),
        HandleKind.MethodSpecification => OfGeneric(reader.GetMethodSpecification((MethodSpecificationHandle)handle)),
        _ => [],
    };

    public string Outermost(TypeDefinitionHandle handle)
    {
        var type = reader.GetTypeDefinition(handle);
        return type.GetDeclaringType() is { IsNil: false } outer ? Outermost(outer) : Full(type.Namespace, type.Name);
    }

    public IEnumerable<string> GetArrayType(IEnumerable<string> elementType, ArrayShape shape) => elementType;

    public IEnumerable<string> GetByReferenceType(IEnumerable<string> elementType) => elementType;

    public IEnumerable<string> GetFunctionPointerType(MethodSignature<IEnumerable<string>> signature) => Of(signature);

    public IEnumerable<string> GetGenericInstantiation(IEnumerable<string> genericType, ImmutableArray<IEnumerable<string>> typeArguments) =>
        genericType.Concat(typeArguments.SelectMany(type => type));

    public IEnumerable<string> GetGenericMethodParameter(object? genericContext, int index) => [];

    public IEnumerable<string> GetGenericTypeParameter(object? genericContext, int index) => [];

    public IEnumerable<string> GetModifiedType(IEnumerable<string> modifier, IEnumerable<string> unmodifiedType, bool isRequired) => unmodifiedType;

    public IEnumerable<string> GetPinnedType(IEnumerable<string> elementType) => elementType;

    public IEnumerable<string> GetPointerType(IEnumerable<string> elementType) => elementType;

    public IEnumerable<string> GetPrimitiveType(PrimitiveTypeCode typeCode) => [];

    public IEnumerable<string> GetSZArrayType(IEnumerable<string> elementType) => elementType;

    public IEnumerable<string> GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => [Outermost(handle)];

    public IEnumerable<string> GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => [Outermost(handle)];

    public IEnumerable<string> GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
        reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

    private string Outermost(TypeReferenceHandle handle)
    {
        var type = reader.GetTypeReference(handle);
        return type.ResolutionScope.Kind == HandleKind.TypeReference
            ? Outermost((TypeReferenceHandle)type.ResolutionScope)
            : Full(type.Namespace, type.Name);
    }

    private IEnumerable<string> OfMember(MemberReference member) => Of(member.Parent).Concat(member.GetKind() == MemberReferenceKind.Method
        ? Of(member.DecodeMethodSignature(this, null))
        : member.DecodeFieldSignature(this, null));

    private IEnumerable<string> OfGeneric(MethodSpecification method) => Of(method.Method).Concat(method.DecodeSignature(this, null).SelectMany(type => type));

    private string Full(StringHandle space, StringHandle name) =>
        (reader.GetString(space) is { Length: > 0 } text ? text + "." : "") + reader.GetString(name);
}
