using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Huset.Analytics.Migrations
{
    /// <inheritdoc />
    public partial class Rules : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "rules",
                columns: table => new
                {
                    measure = table.Column<string>(type: "text", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_rules", x => x.measure);
                });

            migrationBuilder.CreateTable(
                name: "rule_versions",
                columns: table => new
                {
                    measure = table.Column<string>(type: "text", nullable: false),
                    valid_from = table.Column<DateOnly>(type: "date", nullable: false),
                    value = table.Column<long>(type: "bigint", nullable: false),
                    urgent = table.Column<long>(type: "bigint", nullable: true),
                    source = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_rule_versions", x => new { x.measure, x.valid_from });
                    table.ForeignKey(
                        name: "fk_rule_versions_rules_measure",
                        column: x => x.measure,
                        principalTable: "rules",
                        principalColumn: "measure",
                        onDelete: ReferentialAction.Cascade);
                });

            // What was set here comes along; what came with Huset is set anew, with its source in Swedish.
            migrationBuilder.Sql("""
                insert into rules (measure, version) select distinct measure, 1 from thresholds where source not like 'delivered with Huset%';
                insert into rule_versions (measure, valid_from, value, urgent, source)
                  select measure, valid_from, attention, urgent, source from thresholds where source not like 'delivered with Huset%';
                """);

            migrationBuilder.DropTable(
                name: "thresholds");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "rule_versions");

            migrationBuilder.DropTable(
                name: "rules");

            migrationBuilder.CreateTable(
                name: "thresholds",
                columns: table => new
                {
                    measure = table.Column<string>(type: "text", nullable: false),
                    valid_from = table.Column<DateOnly>(type: "date", nullable: false),
                    attention = table.Column<long>(type: "bigint", nullable: false),
                    source = table.Column<string>(type: "text", nullable: false),
                    urgent = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_thresholds", x => new { x.measure, x.valid_from });
                });
        }
    }
}
