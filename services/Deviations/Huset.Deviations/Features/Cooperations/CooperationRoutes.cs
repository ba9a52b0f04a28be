namespace Huset.Deviations.Features.Cooperations;

/// <summary>The slices of what is sent to other principals, in one list.</summary>
public static class CooperationRoutes
{
    public static void AddCooperations(this IServiceCollection services)
    {
        services.AddScoped<SendToPartner.Handler>();
        services.AddScoped<FollowCooperation.Handler>();
        services.AddScoped<ListCooperations.Handler>();
        services.AddScoped<SetPartner.Handler>();
    }

    public static void MapCooperations(this WebApplication app, RouteGroupBuilder deviations)
    {
        SendToPartner.Map(deviations);
        var cooperations = app.MapGroup("/deviations/v1/cooperations").WithTags("cooperations");
        ListCooperations.Map(cooperations);
        FollowCooperation.Map(cooperations);
        SetPartner.Map(app.MapGroup("/deviations/v1/partners").WithTags("partners"));
    }
}
