//! The grammars' node kinds that extraction knows, as a dense enum looked up by kind id.

use std::sync::OnceLock;

use crate::facts::Language;

macro_rules! kinds {
    ($($name:ident = $text:literal),* $(,)?) => {
        /// A node kind; what extraction does not know is `Other`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Syntax { Other, $($name),* }

        impl Syntax {
            fn from_text(text: &str) -> Self {
                match text { $($text => Syntax::$name,)* _ => Syntax::Other }
            }

            /// Every kind text that this module names: the grammar must know them.
            #[cfg(all(test, feature = "cpp"))]
            const TEXTS: &'static [&'static str] = &[$($text),*];
        }
    };
}

kinds! {
    Declaration = "declaration", FunctionDefinition = "function_definition", TypeDefinition = "type_definition", Alias = "alias_declaration",
    LinkageSpecification = "linkage_specification", DeclarationList = "declaration_list", Namespace = "namespace_definition",
    Template = "template_declaration", ExpressionStatement = "expression_statement", Compound = "compound_statement",
    If = "if_statement", Else = "else_clause", While = "while_statement", Do = "do_statement", For = "for_statement",
    ForRange = "for_range_loop", Switch = "switch_statement", Case = "case_statement", Label = "labeled_statement",
    Goto = "goto_statement", Return = "return_statement", Break = "break_statement", Continue = "continue_statement",
    Attributed = "attributed_statement", Try = "try_statement", Catch = "catch_clause", Throw = "throw_statement",
    ConditionClause = "condition_clause", InitStatement = "init_statement",
    InitDeclarator = "init_declarator", Pointer = "pointer_declarator", Reference = "reference_declarator",
    Array = "array_declarator", Function = "function_declarator", ParenDeclarator = "parenthesized_declarator",
    AttributedDeclarator = "attributed_declarator", PointerType = "pointer_type_declarator",
    AbstractPointer = "abstract_pointer_declarator", AbstractArray = "abstract_array_declarator",
    AbstractFunction = "abstract_function_declarator", AbstractParen = "abstract_parenthesized_declarator",
    AbstractReference = "abstract_reference_declarator", Identifier = "identifier", FieldIdentifier = "field_identifier",
    TypeIdentifier = "type_identifier", Qualified = "qualified_identifier", Primitive = "primitive_type",
    Sized = "sized_type_specifier", StorageClass = "storage_class_specifier", TypeQualifier = "type_qualifier",
    MsDeclspec = "ms_declspec_modifier", Struct = "struct_specifier", Union = "union_specifier", Class = "class_specifier",
    Enum = "enum_specifier", Enumerator = "enumerator", FieldList = "field_declaration_list", Field = "field_declaration",
    BaseClass = "base_class_clause", Parameter = "parameter_declaration", OptionalParameter = "optional_parameter_declaration",
    TypeDescriptor = "type_descriptor", TemplateType = "template_type", Bitfield = "bitfield_clause",
    Call = "call_expression", Arguments = "argument_list", Member = "field_expression", Subscript = "subscript_expression",
    SubscriptArguments = "subscript_argument_list", PointerExpression = "pointer_expression", Unary = "unary_expression",
    Update = "update_expression", Assignment = "assignment_expression", Binary = "binary_expression",
    Conditional = "conditional_expression", Cast = "cast_expression", Sizeof = "sizeof_expression", Comma = "comma_expression",
    Paren = "parenthesized_expression", List = "initializer_list", Pair = "initializer_pair",
    FieldDesignator = "field_designator", SubscriptDesignator = "subscript_designator",
    CompoundLiteral = "compound_literal_expression", Str = "string_literal", RawStr = "raw_string_literal",
    Concatenated = "concatenated_string", StringContent = "string_content", RawContent = "raw_string_content",
    Escape = "escape_sequence", Char = "char_literal", Number = "number_literal", True = "true", False = "false", Null = "null",
    This = "this", New = "new_expression", Delete = "delete_expression", Offsetof = "offsetof_expression", Lambda = "lambda_expression",
    Extension = "extension_expression", TemplateFunction = "template_function", Comment = "comment",
    FieldInitializerList = "field_initializer_list", FieldInitializer = "field_initializer", MacroType = "macro_type_specifier",
    StructuredBinding = "structured_binding_declarator", CallModifier = "ms_call_modifier",
}

macro_rules! fields {
    ($($name:ident = $text:literal),* $(,)?) => {
        /// The ids of the fields that extraction asks for; one that a grammar lacks has an id that no node has.
        #[derive(Clone, Copy, Debug)]
        #[allow(missing_docs)]
        pub(crate) struct Fields { $(pub(crate) $name: u16),* }

        impl Fields {
            fn of(grammar: &tree_sitter::Language) -> Self {
                let id = |name: &str| grammar.field_id_for_name(name).map_or(u16::MAX, std::num::NonZero::get);
                Fields { $($name: id($text)),* }
            }
        }
    };
}

fields! {
    alternative = "alternative", argument = "argument", arguments = "arguments", body = "body", condition = "condition",
    consequence = "consequence", declarator = "declarator", default_value = "default_value", designator = "designator",
    field = "field", function = "function", index = "index", indices = "indices", initializer = "initializer",
    label = "label", left = "left", name = "name", operator = "operator", parameters = "parameters", right = "right",
    size = "size", ty = "type", update = "update", value = "value",
}

/// The field ids of a language's grammar.
pub(crate) fn fields(language: Language) -> &'static Fields {
    static C: OnceLock<Fields> = OnceLock::new();
    static CPP: OnceLock<Fields> = OnceLock::new();
    let cell = if language == Language::C { &C } else { &CPP };
    cell.get_or_init(|| Fields::of(&grammar(language)))
}

/// The table from kind id to [`Syntax`] of a language's grammar.
pub(crate) fn table(language: Language) -> &'static [Syntax] {
    static C: OnceLock<Vec<Syntax>> = OnceLock::new();
    static CPP: OnceLock<Vec<Syntax>> = OnceLock::new();
    let cell = if language == Language::C { &C } else { &CPP };
    cell.get_or_init(|| {
        let grammar = grammar(language);
        (0..grammar.node_kind_count() as u16)
            .map(|id| match grammar.node_kind_for_id(id) {
                Some(text) if grammar.node_kind_is_named(id) => Syntax::from_text(text),
                _ => Syntax::Other,
            })
            .collect()
    })
}

/// The grammar of a language; without the feature `cpp` C++ is read by the C grammar.
pub(crate) fn grammar(language: Language) -> tree_sitter::Language {
    match language {
        #[cfg(feature = "cpp")]
        Language::Cpp => tree_sitter_cpp::LANGUAGE.into(),
        _ => tree_sitter_c::LANGUAGE.into(),
    }
}

#[cfg(all(test, feature = "cpp"))]
mod tests {
    use super::*;

    #[test]
    fn every_kind_exists_in_the_cpp_or_c_grammar() {
        let (c, cpp) = (grammar(Language::C), grammar(Language::Cpp));
        for text in Syntax::TEXTS {
            assert!(c.id_for_node_kind(text, true) + cpp.id_for_node_kind(text, true) > 0, "no node kind {text}");
        }
    }
}
