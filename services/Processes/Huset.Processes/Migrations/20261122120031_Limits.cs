using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Huset.Processes.Migrations
{
    /// <inheritdoc />
    public partial class Limits : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "limits",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    measure = table.Column<string>(type: "text", nullable: false),
                    value = table.Column<int>(type: "integer", nullable: false),
                    source = table.Column<string>(type: "text", nullable: false),
                    valid_from = table.Column<DateOnly>(type: "date", nullable: false),
                    valid_to = table.Column<DateOnly>(type: "date", nullable: true),
                    set_by_name = table.Column<string>(type: "text", nullable: false),
                    set_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    verified_by_name = table.Column<string>(type: "text", nullable: true),
                    verified_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_limits", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_limits_measure_valid_from",
                table: "limits",
                columns: new[] { "measure", "valid_from" },
                unique: true,
                filter: "valid_to is null or valid_to > valid_from");

            migrationBuilder.Sql("""
                insert into limits (id, measure, value, source, valid_from, valid_to, set_by_name, set_at, version)
                  select gen_random_uuid(), 'small-number', below, source, case when row_number() over days = 1 then '2000-01-01' else valid_from end,
                    lead(valid_from) over days, 'Huset', now(), 1 from small_numbers window days as (order by valid_from);
                """);

            migrationBuilder.DropTable(
                name: "small_numbers");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "limits");

            migrationBuilder.CreateTable(
                name: "small_numbers",
                columns: table => new
                {
                    valid_from = table.Column<DateOnly>(type: "date", nullable: false),
                    below = table.Column<int>(type: "integer", nullable: false),
                    source = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_small_numbers", x => x.valid_from);
                });
        }
    }
}
