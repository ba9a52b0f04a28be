namespace Huset.Competence.Features.Codes;

/// <summary>The slices of code lists, in one list.</summary>
public static class CodeRoutes
{
    public static void AddCodeLists(this IServiceCollection services)
    {
        services.AddScoped<ReadCodeList.Handler>();
        services.AddScoped<EditCode.Handler>();
    }

    public static void MapCodeLists(this RouteGroupBuilder competence)
    {
        var lists = competence.MapGroup("/code-lists").WithTags("code-lists");
        ReadCodeList.Map(lists);
        EditCode.Map(lists);
    }
}
